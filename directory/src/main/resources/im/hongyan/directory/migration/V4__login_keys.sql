-- Keys by which clients that logged in over HTTP are known again, until they end. Only the SHA-256 of a key is kept: a
-- key is random, so a plain hash cannot be searched.
create table login_keys (
    app_id         text    not null,
    dialect        text    not null,
    hash           bytea   not null,
    user_id        text    not null,
    about          text    not null,  -- the dialect's own
    sealed         bytea   not null,  -- the dialect's own, which only the key opens
    created_at_ms  bigint  not null,
    used_at_ms     bigint  not null,
    expires_at_ms  bigint  not null,
    primary key (app_id, dialect, hash)
);

create index login_keys_of_user on login_keys (app_id, dialect, user_id, created_at_ms);
create index login_keys_by_end on login_keys (expires_at_ms);
