-- Links are never removed: what a device sent while it was linked, or not, stays with who had it then.
create table ${schema}.device_links (
    id uuid primary key,
    provider text not null,
    uid text not null,
    owner text not null,
    linked_at timestamp(6) with time zone not null,
    unlinked_at timestamp(6) with time zone,
    -- The device's uid and the owner for as long as the link lasts.
    held_uid text,
    held_by text,
    constraint device_links_held_uid unique (provider, held_uid)
);
create index device_links_by_owner on ${schema}.device_links (held_by, id) where held_by is not null;
create index device_links_by_device on ${schema}.device_links (provider, uid, owner, id);

create table ${schema}.pending_links (
    provider text not null,
    uid text not null,
    user_id text not null,
    id uuid not null,
    -- Salted and slow, as six digits are soon tried out.
    code_hash text not null,
    tries integer not null,
    expires_at timestamp(6) with time zone not null,
    primary key (provider, uid, user_id)
) with (fillfactor = 70);
create index pending_links_by_expiry on ${schema}.pending_links (expires_at);

-- What may not be tried too often, each with its window of time.
create table ${schema}.attempts (
    name text primary key,
    taken integer not null,
    ends_at timestamp(6) with time zone not null
) with (fillfactor = 50);
create index attempts_by_end on ${schema}.attempts (ends_at);

insert into ${schema}.schema_version (version) values (2);
