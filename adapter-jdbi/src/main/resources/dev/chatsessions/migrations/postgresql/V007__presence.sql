-- A connection of a client to a session. Nothing is written here while it lasts: its node's lease says that it does.
create table ${schema}.presences (
    session_id uuid not null,
    id uuid not null,
    node_id uuid not null,
    caller text not null,
    client text not null,
    entered_at timestamp(6) with time zone not null,
    left_at timestamp(6) with time zone,
    primary key (session_id, id)
);
create index presences_by_node on ${schema}.presences (node_id);
create index presences_left on ${schema}.presences (left_at) where left_at is not null;

create table ${schema}.presence_nodes (
    id uuid primary key,
    lease_until timestamp(6) with time zone not null
) with (fillfactor = 50);
create index presence_nodes_by_lease on ${schema}.presence_nodes (lease_until);

insert into ${schema}.schema_version (version) values (7);
