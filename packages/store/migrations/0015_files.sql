-- Files that lie with a show: attachments of cues, pictures in cells. The bytes are on disk, named by their hash.

create table show_files (
  id text primary key,
  show_id text not null references shows (id),
  sha256 char(64) not null,
  name text not null,
  mime text not null,
  size_bytes bigint not null,
  created_by text not null,
  created_at_ms bigint not null
);

create index show_files_by_show on show_files (show_id, sha256);
