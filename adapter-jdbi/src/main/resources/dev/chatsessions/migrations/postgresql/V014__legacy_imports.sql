-- Which rows of other programs' tables became a session: once, whatever becomes of it.
create table ${schema}.legacy_imports (
    source text not null,
    row_id text not null,
    session_id uuid not null,
    -- Of what the row said.
    row_hash text not null,
    primary key (source, row_id)
);

insert into ${schema}.schema_version (version) values (14);
