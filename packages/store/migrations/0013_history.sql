-- What the log of a document says, as changes that people can read. Drawn from doc_updates when somebody asks
-- for the history; all of it may be thrown away and drawn again.
create table doc_histories (
  doc text primary key,
  -- Every row up to here has been read.
  seq bigint not null
);

create table doc_changes (
  doc text not null,
  -- What somebody types in one go is one change, from its first row to its last.
  first_seq bigint not null,
  seq bigint not null,
  path text not null,
  cue_id text,
  change jsonb not null,
  session_id text,
  role text,
  person_name text not null,
  first_at_ms bigint not null,
  at_ms bigint not null,
  primary key (doc, first_seq, path)
);

create index doc_changes_by_seq on doc_changes (doc, seq desc, path desc);
create index doc_changes_by_path on doc_changes (doc, path, seq desc);
create index doc_changes_by_cue on doc_changes (doc, cue_id, seq desc) where cue_id is not null;
create index doc_changes_by_person on doc_changes (doc, person_name, seq desc);

-- Whole states on the way, so that no version is further than a few thousand edits from one.
create table doc_checkpoints (
  doc text not null,
  seq bigint not null,
  state bytea not null,
  primary key (doc, seq)
);

-- Versions that people gave a name.
create table doc_versions (
  id text primary key,
  show_id text not null references shows (id),
  kind text not null check (kind in ('rundown', 'finance')),
  seq bigint not null,
  at_ms bigint not null,
  name text not null check (name <> ''),
  named_by text not null,
  session_id text,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);

create index doc_versions_by_show on doc_versions (show_id, kind, seq desc);
