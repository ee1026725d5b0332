-- 交通：各道路每日的断面流量和车速；拥堵延时指数为自由流车速与实际车速之比
select
  road,
  counted_on,
  count(*) as sections,
  sum(vehicles) as vehicles,
  round(sum(speed * vehicles) / nullif(sum(vehicles), 0), 1) as speed,
  round(sum(free_speed * vehicles) / nullif(sum(speed * vehicles), 0), 2) as delay
from flows
group by road, counted_on
