-- The plan of a show as it stood at its first GO: what its report holds the show against. Written once.

create table show_baselines (
  show_id text primary key references shows (id),
  plan jsonb not null
);

create trigger show_baselines_append_only before update or delete or truncate on show_baselines
  for each statement execute function refuse_change();
