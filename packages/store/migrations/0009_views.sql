-- Links to one view of the run of show: each carries what its holder may see and write.

alter table invites drop constraint invites_role_check;
alter table invites add constraint invites_role_check
  check (role in ('host', 'producer', 'editor', 'finance', 'guest', 'observer'));

alter table invites add column view_grant jsonb;
alter table invites add constraint invites_grant_of_observers
  check ((role = 'observer') = (view_grant is not null));
