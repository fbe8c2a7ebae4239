create table if not exists ${schema}.webhook_secrets (
    id uuid primary key,
    provider character varying not null,
    -- Empty for the provider as a whole.
    owner character varying not null,
    kind character varying not null,
    place integer not null,
    -- A hash of what is shown, or what signs, encrypted with the server's key.
    kept character varying not null,
    created_at timestamp(6) with time zone not null,
    revoked_at timestamp(6) with time zone,
    -- The place for as long as the secret is good.
    held_place integer,
    constraint webhook_secrets_held_place unique (provider, owner, held_place)
);
create index if not exists webhook_secrets_by_kept on ${schema}.webhook_secrets (provider, kept);
create index if not exists webhook_secrets_by_owner on ${schema}.webhook_secrets (owner, id);

insert into ${schema}.schema_version (version) values (10);
