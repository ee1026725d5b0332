-- 社会保障：各县区参保人数和缴费，不足十人的组不出现
select
  left(p.area, 6) || '000000' as area,
  i.kind,
  count(distinct i.id_card) as people,
  avg(i.amount) as amount
from insured as i
join people as p on p.id_card = i.id_card and not p.ended
where p.area is not null
group by left(p.area, 6) || '000000', i.kind
having count(distinct i.id_card) >= 10
