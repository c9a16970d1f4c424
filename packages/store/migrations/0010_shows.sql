-- Shows that were put away, and what new ones can be made from.

alter table shows add column archived_at timestamptz;

-- A template holds copies: it outlives the show that it was made from.
create table show_templates (
  id text primary key,
  name text not null,
  made_by text not null,
  from_title text not null,
  currency char(3) not null,
  cue_count integer not null,
  length_ms bigint not null,
  -- The run of show as `.stallcast.json` holds it.
  rundown jsonb not null,
  -- Products with their units, the agreement's parties, the cameras that the show brings along.
  products jsonb not null,
  agreement jsonb,
  sources jsonb not null,
  created_at timestamptz not null default now()
);
