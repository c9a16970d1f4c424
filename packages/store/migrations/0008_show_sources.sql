-- Sources that a show brings along: looped files, played by the relay itself.

create table show_sources (
  show_id text not null references shows (id),
  source_id text not null,
  number smallint check (number between 1 and 9),
  label text not null,
  kind text not null default 'loop' check (kind in ('loop')),
  -- Absolute, or relative to the data folder.
  file text not null,
  primary key (show_id, source_id)
);
