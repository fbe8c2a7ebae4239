create table ${schema}.webhook_secrets (
    id uuid primary key,
    provider text not null,
    -- Empty for the provider as a whole.
    owner text not null,
    kind text not null,
    place integer not null,
    -- A hash of what is shown, or what signs, encrypted with the server's key.
    kept text not null,
    created_at timestamp(6) with time zone not null,
    revoked_at timestamp(6) with time zone,
    -- The place for as long as the secret is good.
    held_place integer,
    constraint webhook_secrets_held_place unique (provider, owner, held_place)
);
create index webhook_secrets_by_kept on ${schema}.webhook_secrets (provider, kept);
create index webhook_secrets_by_owner on ${schema}.webhook_secrets (owner, id) where held_place is not null;

insert into ${schema}.schema_version (version) values (10);
