-- Which rows of other programs' tables became a session: once, whatever becomes of it.
create table if not exists ${schema}.legacy_imports (
    source character varying not null,
    row_id character varying not null,
    session_id uuid not null,
    -- Of what the row said.
    row_hash character varying not null,
    primary key (source, row_id)
);

insert into ${schema}.schema_version (version) values (14);
