create table if not exists ${schema}.session_labels (
    session_id uuid not null,
    name character varying not null,
    label character varying not null,
    primary key (session_id, name)
);
create index if not exists session_labels_by_label on ${schema}.session_labels (name, label);

create table if not exists ${schema}.session_counters (
    session_id uuid not null,
    name character varying not null,
    counted bigint not null,
    primary key (session_id, name)
);

create table if not exists ${schema}.session_attributes (
    session_id uuid primary key,
    attributes character varying not null
);

create table if not exists ${schema}.requests (
    owner character varying not null,
    id uuid not null,
    attributes character varying not null,
    created_at timestamp(6) with time zone not null,
    changed_at timestamp(6) with time zone not null,
    version bigint not null,
    primary key (owner, id)
);

insert into ${schema}.schema_version (version) values (5);
