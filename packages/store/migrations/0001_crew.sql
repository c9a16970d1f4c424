-- Shows, and the seats that people hold in them.

create table shows (
  id text primary key,
  slug text not null unique,
  title text not null,
  subtitle text not null default '',
  currency char(3) not null,
  time_zone text not null default 'UTC',
  planned_start_ms bigint not null,
  created_at timestamptz not null default now()
);

create table invites (
  id text primary key,
  show_id text not null references shows (id),
  role text not null check (role in ('host', 'producer', 'editor', 'finance', 'guest')),
  label text not null,
  tint smallint not null default 0,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);

create table sessions (
  id text primary key,
  invite_id text not null references invites (id),
  show_id text not null references shows (id),
  role text not null,
  person_name text not null,
  tint smallint not null,
  expires_at timestamptz not null,
  revoked_at timestamptz,
  created_at timestamptz not null default now()
);

create index sessions_by_invite on sessions (invite_id);
