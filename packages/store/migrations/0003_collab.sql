-- Every accepted edit of a shared document, in order: the log that a document is loaded from and the
-- audit of who changed what, in one. Written before anybody else sees the edit.

create table doc_updates (
  doc text not null,
  seq bigint not null,
  update bytea not null,
  session_id text,
  role text,
  person_name text not null,
  paths text[] not null,
  at_ms bigint not null,
  primary key (doc, seq)
);

create index doc_updates_by_path on doc_updates using gin (paths);

create trigger doc_updates_append_only before update or delete or truncate on doc_updates
  for each statement execute function refuse_change();

-- Whole states up to a sequence number: they shorten loading and may be thrown away.
create table doc_snapshots (
  doc text not null,
  seq bigint not null,
  state bytea not null,
  at_ms bigint not null,
  primary key (doc, seq)
);
