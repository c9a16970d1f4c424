-- The catalogue of a show, its stock, what is pinned, and what was ordered.

create table products (
  id text primary key,
  show_id text not null references shows (id),
  sku text not null,
  title text not null,
  subtitle text not null default '',
  image_url text not null default '',
  currency char(3) not null,
  price_minor bigint not null check (price_minor >= 0),
  unique (show_id, sku)
);

-- One row per product on sale in a show; its lock puts the buyers of that product in line.
create table stock (
  show_id text not null references shows (id),
  product_id text not null references products (id),
  available integer not null check (available >= 0),
  held integer not null default 0 check (held >= 0),
  sold integer not null default 0 check (sold >= 0),
  primary key (show_id, product_id)
);

create table offers (
  id text primary key,
  show_id text not null references shows (id),
  cue_id text not null,
  product_id text not null references products (id),
  price_minor bigint not null check (price_minor > 0),
  currency char(3) not null,
  opened_seq bigint not null,
  opened_at_ms bigint not null,
  closed_at_ms bigint,
  unique (show_id, opened_seq)
);

create unique index offers_one_open on offers (show_id) where closed_at_ms is null;

-- The last event of the log that moved the sale: an older one that comes again does nothing.
create table sale_heads (
  show_id text primary key references shows (id),
  seq bigint not null default 0
);

create table orders (
  id text primary key,
  show_id text not null references shows (id),
  attempt_id uuid not null unique,
  offer_id text not null references offers (id),
  product_id text not null references products (id),
  product_title text not null,
  quantity integer not null check (quantity > 0),
  total_minor bigint not null check (total_minor > 0),
  currency char(3) not null,
  buyer_name text not null,
  buyer_email text not null,
  status text not null check (status in ('pending', 'paid', 'failed', 'expired', 'refunded')),
  reason text,
  cue_id text,
  cue_title text,
  source_id text,
  source_label text,
  payment_tries integer not null default 1,
  payment_intent_id text unique,
  client_secret text,
  charge_id text,
  fee_minor bigint not null default 0 check (fee_minor >= 0),
  fee_estimated boolean not null default false,
  refunded_minor bigint not null default 0,
  -- Paid when there was no stock left: paid back, counts as no sale.
  returned boolean not null default false,
  held_at_ms bigint not null,
  hold_ends_at_ms bigint not null,
  paid_at_ms bigint,
  check (refunded_minor between 0 and total_minor),
  check ((paid_at_ms is not null) = (charge_id is not null)),
  check (status <> 'paid' or paid_at_ms is not null)
);

create index orders_paid on orders (show_id, paid_at_ms) where paid_at_ms is not null;
create index orders_pending on orders (hold_ends_at_ms) where status = 'pending';
create index orders_by_charge on orders (charge_id) where charge_id is not null;

create table webhook_events (
  id text primary key,
  type text not null,
  received_at timestamptz not null default now()
);
