-- Whether users of an app make rooms themselves.
alter table apps add column users_create_rooms boolean not null default false;
