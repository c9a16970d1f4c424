-- API keys, what automation sends out, and what its triggers have done.

create table api_keys (
  id text primary key,
  show_id text not null references shows (id),
  name text not null,
  -- SHA-256 of the key; the key itself is shown once and kept nowhere.
  key_hash text not null unique,
  -- Its first characters, so that people can tell their keys apart.
  hint text not null,
  scopes text[] not null,
  created_by text not null,
  created_at timestamptz not null default now(),
  expires_at timestamptz,
  revoked_at timestamptz,
  last_used_at timestamptz
);

create index api_keys_by_show on api_keys (show_id);

-- Answers to requests that carried an Idempotency-Key; a row without an answer is still being worked on.
create table api_requests (
  key_id text not null references api_keys (id),
  idempotency_key text not null,
  request_hash text not null,
  status integer,
  body jsonb,
  created_at timestamptz not null default now(),
  primary key (key_id, idempotency_key)
);

create index api_requests_by_age on api_requests (created_at);

create table automation_settings (
  show_id text primary key references shows (id),
  fire_in_rehearsal boolean not null default false,
  osc_enabled boolean not null default false,
  -- The token is derived from the installation's secret and this number: a new number makes a new token.
  osc_token_round integer not null default 1,
  osc_senders text[] not null default '{}',
  osc_scopes text[] not null default '{clock}'
);

create table automation_outputs (
  id text primary key,
  show_id text not null references shows (id),
  kind text not null check (kind in ('webhook', 'osc')),
  name text not null,
  -- `{ "url" }` of a webhook, `{ "host", "port" }` of an OSC peer.
  target jsonb not null,
  enabled boolean not null default true,
  secret_round integer not null default 1,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);

create index automation_outputs_by_show on automation_outputs (show_id);

create table automation_rules (
  id text primary key,
  show_id text not null references shows (id),
  event_type text not null,
  output_id text not null references automation_outputs (id),
  -- What an OSC peer is told: `{ "address", "args" }`; null for a webhook.
  message jsonb,
  enabled boolean not null default true,
  created_at timestamptz not null default now(),
  deleted_at timestamptz
);

create index automation_rules_by_show on automation_rules (show_id, event_type);

-- What is to be sent, being sent, and has been sent. The id is what the receiver sees (`webhook-id`).
create table automation_deliveries (
  id text primary key,
  show_id text not null references shows (id),
  output_id text not null references automation_outputs (id),
  -- Says what asked for it, so that nothing is asked for twice.
  cause text not null unique,
  title text not null,
  payload jsonb not null,
  state text not null check (state in ('waiting', 'sending', 'delivered', 'failed', 'expired')),
  attempts integer not null default 0,
  next_attempt_at timestamptz not null default now(),
  last_status integer,
  last_error text,
  created_at timestamptz not null default now(),
  finished_at timestamptz
);

create index automation_deliveries_due on automation_deliveries (next_attempt_at)
  where state in ('waiting', 'sending');
create index automation_deliveries_by_show on automation_deliveries (show_id, created_at desc);

-- One row per trigger and taking of its cue: who inserts it may fire.
create table trigger_firings (
  show_id text not null references shows (id),
  firing_key text not null,
  firing jsonb not null,
  finished_at timestamptz,
  created_at timestamptz not null default now(),
  primary key (show_id, firing_key)
);

create index trigger_firings_unfinished on trigger_firings (show_id) where finished_at is null;
