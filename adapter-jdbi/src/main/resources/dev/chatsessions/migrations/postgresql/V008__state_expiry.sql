alter table ${schema}.session_state add column value_bytes integer not null default 0;
update ${schema}.session_state set value_bytes = octet_length(state_value::text);
alter table ${schema}.session_state alter column value_bytes drop default;

alter table ${schema}.session_state add column expires_at timestamp(6) with time zone;
create index session_state_by_expiry on ${schema}.session_state (expires_at) where expires_at is not null;

insert into ${schema}.schema_version (version) values (8);
