-- Workers stay when they are revoked: their sessions name them.
create table if not exists ${schema}.workers (
    id character varying primary key,
    machine character varying not null,
    owner character varying not null,
    name character varying not null,
    answers_at_once integer not null,
    status character varying not null,
    approved_at timestamp(6) with time zone not null,
    seen_at timestamp(6) with time zone,
    -- When it was last seen, for as long as it counts as being there.
    online_seen_at timestamp(6) with time zone
);
create index if not exists workers_by_owner on ${schema}.workers (owner, id);
create index if not exists workers_online on ${schema}.workers (online_seen_at, id);

create table if not exists ${schema}.worker_registrations (
    user_code character varying primary key,
    device_code character varying not null unique,
    worker_id character varying not null,
    machine character varying not null,
    name character varying not null,
    answers_at_once integer not null,
    expires_at timestamp(6) with time zone not null,
    interval_seconds bigint not null,
    asked_at timestamp(6) with time zone not null,
    approved_by character varying,
    closed boolean not null
);
create index if not exists worker_registrations_by_expiry on ${schema}.worker_registrations (expires_at);

create table if not exists ${schema}.assignments (
    session_id uuid primary key,
    worker_id character varying not null,
    model character varying,
    ends_after_seconds bigint,
    agent_session character varying,
    ready_at timestamp(6) with time zone,
    -- When to look whether the session was unused for too long.
    look_at timestamp(6) with time zone
);
create index if not exists assignments_by_worker on ${schema}.assignments (worker_id, session_id);
create index if not exists assignments_due on ${schema}.assignments (look_at, session_id);

create index if not exists tokens_by_subject on ${schema}.tokens (subject, subject_kind);

insert into ${schema}.schema_version (version) values (6);
