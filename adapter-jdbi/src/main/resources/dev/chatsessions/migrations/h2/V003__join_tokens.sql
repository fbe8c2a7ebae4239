create table if not exists ${schema}.join_tokens (
    session_id uuid not null,
    id uuid not null,
    hash character varying not null unique,
    admission character varying not null,
    created_at timestamp(6) with time zone not null,
    -- Until when it may be redeemed; then, until when its guest may stay.
    expires_at timestamp(6) with time zone not null,
    redeemed_at timestamp(6) with time zone,
    revoked_at timestamp(6) with time zone,
    primary key (session_id, id)
);
create index if not exists join_tokens_by_expiry on ${schema}.join_tokens (expires_at);

insert into ${schema}.schema_version (version) values (3);
