create table stock (item varchar(100) primary key, pieces integer not null);
insert into stock (item, pieces) values ('teapot', 3);

create table orders (id uuid primary key, buyer varchar(200) not null, item varchar(100) not null);
