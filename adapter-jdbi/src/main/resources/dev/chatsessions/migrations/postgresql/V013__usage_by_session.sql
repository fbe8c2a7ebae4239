-- Like those of the other tables, these keys begin with the session, so that all can be divided by it.
alter table ${schema}.usage_entries drop constraint usage_entries_pkey, add primary key (session_id, id);

drop index ${schema}.usage_entries_attempt;
-- What was appended has no reply, and would all be one key of this index, at whose end all callers would meet.
create unique index usage_entries_attempt on ${schema}.usage_entries (session_id, reply_id, attempt)
    where reply_id is not null;

insert into ${schema}.schema_version (version) values (13);
