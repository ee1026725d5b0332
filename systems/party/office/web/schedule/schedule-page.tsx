/** 日程: a week or a month of one's own days, or of somebody of one's unit as far as he lets it be seen; what overlaps is marked. */
import { Button, Segmented, Select } from 'antd';
import { type ReactNode, useState } from 'react';
import { saveFile } from '../../../../../engines/registers/web/import/save-file.ts';
import { callFile } from '../../../../../ui/call.ts';
import { Shown } from '../../../../../ui/empty.tsx';
import { dateInCity } from '../../../../../ui/form/city-time.ts';
import { PageFrame, Section } from '../../../../../ui/layout.tsx';
import { useSession } from '../../../../../ui/session.ts';
import { useCall } from '../../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { EntryForm, type EntryStart } from './entry-form.tsx';
import { MonthView, WeekView } from './calendar-views.tsx';
import { type CalendarView, daysShown, shiftDay, titleOfSpan } from './calendar-days.ts';
import './schedule.css';

export default function SchedulePage(): ReactNode {
  const { subject } = useSession();
  const today = dateInCity(new Date()).slice(0, 10);
  const [view, setView] = useState<CalendarView>('week');
  const [day, setDay] = useState(today);
  const [person, setPerson] = useState(subject.id);
  const [entry, setEntry] = useState<EntryStart | undefined>(undefined);
  const days = daysShown(view, day);
  const [from = day, to = day] = [days[0], days.at(-1)];
  const input = person === subject.id ? { from, to } : { from, to, person };
  const asked = useCall(contract.routes.schedule, input, { keep: true, every: 60_000 });
  const own = person === subject.id;
  return (
    <PageFrame
      title="日程"
      summary="会议、请假自动列入；自己记的事项可以只显示“忙”或仅本人可见；时间冲突的标红"
      extra={
        <>
          <Button onClick={() => void saveFile(() => callFile(contract.routes.calendarFile, { from, to }))}>
            导出 iCalendar
          </Button>
          <Button type="primary" onClick={() => setEntry({ day })}>
            记日程
          </Button>
        </>
      }
    >
      <Section>
        <div className="schedule-bar">
          <Button aria-label="上一段" onClick={() => setDay(shiftDay(view, day, -1))}>
            ‹
          </Button>
          <Button onClick={() => setDay(today)}>今天</Button>
          <Button aria-label="下一段" onClick={() => setDay(shiftDay(view, day, 1))}>
            ›
          </Button>
          <b className="city-number">{titleOfSpan(view, day)}</b>
          <Select
            aria-label="查看谁的日程"
            className="schedule-person"
            value={person}
            onChange={setPerson}
            showSearch={{ optionFilterProp: 'label' }}
            options={(asked.data?.people ?? [{ id: subject.id, name: subject.name, leader: false }]).map(
              ({ id, name, leader }) => ({
                value: id,
                label: `${id === subject.id ? '我的日程' : name}${leader ? '（领导）' : ''}`,
              }),
            )}
          />
          <Segmented<CalendarView>
            value={view}
            onChange={setView}
            options={[
              { value: 'week', label: '周' },
              { value: 'month', label: '月' },
            ]}
            aria-label="日程视图"
          />
        </div>
        <Shown of={asked}>
          {({ items }) => {
            const shown = {
              days,
              today,
              items,
              onOpen: (id: string) => {
                const item = items.find((one) => one.id === id);
                if (item?.mine) setEntry({ item });
              },
              onAdd: (at: string) => own && setEntry({ day: at }),
            };
            return view === 'week' ? (
              <WeekView {...shown} />
            ) : (
              <MonthView {...shown} month={day.slice(0, 7)} />
            );
          }}
        </Shown>
      </Section>
      {entry && <EntryForm start={entry} onClose={() => setEntry(undefined)} />}
    </PageFrame>
  );
}
