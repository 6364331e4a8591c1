-- Who may become a user's friend: anyone, approval or nobody.
alter table users add column allow_friends text not null default 'approval';
