-- Links are never removed: what a device sent while it was linked, or not, stays with who had it then.
create table if not exists ${schema}.device_links (
    id uuid primary key,
    provider character varying not null,
    uid character varying not null,
    owner character varying not null,
    linked_at timestamp(6) with time zone not null,
    unlinked_at timestamp(6) with time zone,
    -- The device's uid and the owner for as long as the link lasts.
    held_uid character varying,
    held_by character varying,
    constraint device_links_held_uid unique (provider, held_uid)
);
create index if not exists device_links_by_owner on ${schema}.device_links (held_by, id);
create index if not exists device_links_by_device on ${schema}.device_links (provider, uid, owner, id);

create table if not exists ${schema}.pending_links (
    provider character varying not null,
    uid character varying not null,
    user_id character varying not null,
    id uuid not null,
    -- Salted and slow, as six digits are soon tried out.
    code_hash character varying not null,
    tries integer not null,
    expires_at timestamp(6) with time zone not null,
    primary key (provider, uid, user_id)
);
create index if not exists pending_links_by_expiry on ${schema}.pending_links (expires_at);

-- What may not be tried too often, each with its window of time.
create table if not exists ${schema}.attempts (
    name character varying primary key,
    taken integer not null,
    ends_at timestamp(6) with time zone not null
);
create index if not exists attempts_by_end on ${schema}.attempts (ends_at);

insert into ${schema}.schema_version (version) values (2);
