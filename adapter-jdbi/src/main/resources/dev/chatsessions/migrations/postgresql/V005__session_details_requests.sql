create table ${schema}.session_labels (
    session_id uuid not null,
    name text not null,
    label text not null,
    primary key (session_id, name)
);
create index session_labels_by_label on ${schema}.session_labels (name, label);

create table ${schema}.session_counters (
    session_id uuid not null,
    name text not null,
    counted bigint not null,
    primary key (session_id, name)
) with (fillfactor = 50);

create table ${schema}.session_attributes (
    session_id uuid primary key,
    attributes jsonb not null
);

create table ${schema}.requests (
    owner text not null,
    id uuid not null,
    attributes jsonb not null,
    created_at timestamp(6) with time zone not null,
    changed_at timestamp(6) with time zone not null,
    version bigint not null,
    primary key (owner, id)
);

insert into ${schema}.schema_version (version) values (5);
