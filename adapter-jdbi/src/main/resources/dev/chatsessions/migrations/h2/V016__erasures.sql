-- Who was erased, under a mark that tells nobody who it was. The user's name is kept until nothing of his is left.
create table if not exists ${schema}.erasures (
    mark character varying primary key,
    user_id character varying,
    begun_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    -- How many rows of each table.
    removed character varying not null,
    remaining character varying not null
);
create index if not exists erasures_open on ${schema}.erasures (ended_at, begun_at, mark);

-- Devices of theirs, under marks of that kind too, until somebody else links them.
create table if not exists ${schema}.erased_devices (
    mark character varying primary key,
    erased_at timestamp(6) with time zone not null
);

-- By whose they are, or were.
create index if not exists device_links_of_owner on ${schema}.device_links (owner, id);
create index if not exists pending_links_by_user on ${schema}.pending_links (user_id);
create index if not exists webhook_secrets_of_owner on ${schema}.webhook_secrets (owner, id);
create index if not exists worker_registrations_by_user on ${schema}.worker_registrations (approved_by);
create index if not exists device_answers_by_session on ${schema}.device_answers (session_id);

insert into ${schema}.schema_version (version) values (16);
