-- A connection of a client to a session. Nothing is written here while it lasts: its node's lease says that it does.
create table if not exists ${schema}.presences (
    session_id uuid not null,
    id uuid not null,
    node_id uuid not null,
    caller character varying not null,
    client character varying not null,
    entered_at timestamp(6) with time zone not null,
    left_at timestamp(6) with time zone,
    primary key (session_id, id)
);
create index if not exists presences_by_node on ${schema}.presences (node_id);
create index if not exists presences_left on ${schema}.presences (left_at);

create table if not exists ${schema}.presence_nodes (
    id uuid primary key,
    lease_until timestamp(6) with time zone not null
);
create index if not exists presence_nodes_by_lease on ${schema}.presence_nodes (lease_until);

insert into ${schema}.schema_version (version) values (7);
