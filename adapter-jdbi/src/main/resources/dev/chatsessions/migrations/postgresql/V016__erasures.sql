-- Who was erased, under a mark that tells nobody who it was. The user's name is kept until nothing of his is left.
create table ${schema}.erasures (
    mark text primary key,
    user_id text,
    begun_at timestamp(6) with time zone not null,
    ended_at timestamp(6) with time zone,
    -- How many rows of each table.
    removed jsonb not null,
    remaining jsonb not null
) with (fillfactor = 50);
create index erasures_open on ${schema}.erasures (ended_at, begun_at, mark) where ended_at is null;

-- Devices of theirs, under marks of that kind too, until somebody else links them.
create table ${schema}.erased_devices (
    mark text primary key,
    erased_at timestamp(6) with time zone not null
);

-- By whose they are, or were.
create index sessions_deleted_by_owner on ${schema}.sessions (owner_key) where deleted_at is not null;
create index device_links_of_owner on ${schema}.device_links (owner, id);
create index pending_links_by_user on ${schema}.pending_links (user_id);
create index webhook_secrets_of_owner on ${schema}.webhook_secrets (owner, id);
create index worker_registrations_by_user on ${schema}.worker_registrations (approved_by)
    where approved_by is not null;
create index device_answers_by_session on ${schema}.device_answers (session_id);

insert into ${schema}.schema_version (version) values (16);
