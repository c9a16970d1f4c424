-- The as-run log (append-only) and the live state that each accepted command leaves behind.
-- Both are written in one transaction: what is in the log is what the state says.

create table show_events (
  show_id text not null references shows (id),
  seq bigint not null,
  at_ms bigint not null,
  domain text not null,
  type text not null,
  actor jsonb not null,
  data jsonb not null,
  primary key (show_id, seq)
);

create index show_events_by_type on show_events (show_id, type, at_ms);

create function refuse_change() returns trigger language plpgsql as $$
begin
  raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
end $$;

create trigger show_events_append_only before update or delete or truncate on show_events
  for each statement execute function refuse_change();

-- The next sequence number per show. Its row lock puts the writers of one show in line.
create table show_log_heads (
  show_id text primary key references shows (id),
  seq bigint not null default 0
);

create table show_state (
  show_id text not null references shows (id),
  domain text not null,
  rev bigint not null,
  state jsonb not null,
  updated_at timestamptz not null default now(),
  primary key (show_id, domain)
);

-- How far each reaction to the log has come (offers pinned, settlements asked for).
create table show_cursors (
  show_id text not null references shows (id),
  consumer text not null,
  seq bigint not null,
  primary key (show_id, consumer)
);
