-- Workers stay when they are revoked: their sessions name them.
create table ${schema}.workers (
    id text collate "C" primary key,
    machine text not null,
    owner text not null,
    name text not null,
    answers_at_once integer not null,
    status text not null,
    approved_at timestamp(6) with time zone not null,
    seen_at timestamp(6) with time zone,
    -- When it was last seen, for as long as it counts as being there.
    online_seen_at timestamp(6) with time zone
) with (fillfactor = 70);
create index workers_by_owner on ${schema}.workers (owner, id);
create index workers_online on ${schema}.workers (online_seen_at, id) where online_seen_at is not null;

create table ${schema}.worker_registrations (
    user_code text primary key,
    device_code text not null unique,
    worker_id text not null,
    machine text not null,
    name text not null,
    answers_at_once integer not null,
    expires_at timestamp(6) with time zone not null,
    interval_seconds bigint not null,
    asked_at timestamp(6) with time zone not null,
    approved_by text,
    closed boolean not null
) with (fillfactor = 70);
create index worker_registrations_by_expiry on ${schema}.worker_registrations (expires_at);

create table ${schema}.assignments (
    session_id uuid primary key,
    worker_id text collate "C" not null,
    model text,
    ends_after_seconds bigint,
    agent_session text,
    ready_at timestamp(6) with time zone,
    -- When to look whether the session was unused for too long.
    look_at timestamp(6) with time zone
);
create index assignments_by_worker on ${schema}.assignments (worker_id, session_id);
create index assignments_due on ${schema}.assignments (look_at, session_id) where look_at is not null;

create index tokens_by_subject on ${schema}.tokens (subject, subject_kind);

insert into ${schema}.schema_version (version) values (6);
