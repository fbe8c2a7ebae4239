-- What workers asked their users to allow.
create table ${schema}.permission_requests (
    session_id uuid not null,
    reply_id uuid not null,
    request_id text collate "C" not null,
    fence bigint not null,
    thread_id uuid not null,
    asked_at timestamp(6) with time zone not null,
    content jsonb not null,
    chosen text,
    answered_at timestamp(6) with time zone,
    primary key (session_id, reply_id, request_id, fence)
);
create index permission_requests_open on ${schema}.permission_requests
    (session_id, reply_id, fence, asked_at, request_id) where chosen is null;

-- How long a question may wait for a worker that is away.
alter table ${schema}.assignments add column fails_after_seconds bigint;

insert into ${schema}.schema_version (version) values (15);
