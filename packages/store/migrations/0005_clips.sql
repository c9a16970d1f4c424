-- Clips: one row per show, mark and window. The row is the truth about a render, whatever a queue says.

create table clips (
  id text primary key,
  show_id text not null references shows (id),
  mark_id text not null,
  track text not null,
  in_at_ms bigint not null,
  out_at_ms bigint not null,
  label text not null,
  created_by text not null,
  created_at_ms bigint not null,
  status text not null default 'queued'
    check (status in ('queued', 'waiting', 'rendering', 'ready', 'failed')),
  progress_pct real not null default 0 check (progress_pct between 0 and 100),
  failure jsonb,
  render_hash text,
  duration_ms bigint,
  bytes bigint,
  ready_at_ms bigint,
  withdrawn_at_ms bigint,
  check (out_at_ms > in_at_ms),
  check ((status = 'failed') = (failure is not null)),
  check (status <> 'ready' or (render_hash is not null and duration_ms is not null and bytes is not null))
);

create index clips_by_show on clips (show_id, created_at_ms desc);
