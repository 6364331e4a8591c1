-- The same text runs on SQLite and PostgreSQL: bigint and text only, bytea for bytes (SQLite stores a blob whatever
-- the column is called), no sequences. Times are epoch milliseconds.

create table apps (
    id                         text    not null primary key,
    name                       text    not null,
    enabled                    boolean not null,
    sessions_per_platform_max  bigint  not null,
    sessions_per_user_max      bigint  not null,
    on_too_many_sessions       text    not null,
    recall_window_ms           bigint  not null,
    create_user_at_login       boolean not null,
    created_at_ms              bigint  not null
);

-- Secrets that sign an app's tokens. Several live at once while one replaces another; the newest signs.
create table app_keys (
    app_id         text   not null references apps (id),
    kid            text   not null,
    secret         bytea  not null,
    created_at_ms  bigint not null,
    primary key (app_id, kid)
);

-- No reference to apps: users are written in groups, and one bad row must not cost the others their place.
create table users (
    app_id         text    not null,
    id             text    not null,
    name           text    not null,
    avatar         text    not null,
    attributes     text    not null,  -- a JSON object of strings
    enabled        boolean not null,
    created_at_ms  bigint  not null,
    primary key (app_id, id)
);

-- SHA-256 of administrators' keys. A key is 256 random bits, so a plain hash cannot be searched.
create table admin_keys (
    name           text   not null primary key,
    hash           bytea  not null,
    created_at_ms  bigint not null
);
