-- Operators look through the sessions of a kind, latest started first.
create index sessions_by_kind on ${schema}.sessions (kind, id);

insert into ${schema}.schema_version (version) values (4);
