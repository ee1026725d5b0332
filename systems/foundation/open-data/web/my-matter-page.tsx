/** 开放数据诉求 on the phone: where a notice leads, with what was asked and answered. */
import type { ReactNode } from 'react';
import { useParams } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { momentText } from '../../../../ui/form/city-time.ts';
import { PhoneCard, PhonePage } from '../../../../ui/phone/phone.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';

export default function MyMatterPage(): ReactNode {
  const { id = '' } = useParams();
  const asked = useCall(contract.routes.mine, {});
  return (
    <PhonePage title="开放数据诉求">
      <Shown of={asked} rows={3}>
        {({ matters }) => {
          const matter = matters.find((each) => each.id === id);
          if (matter === undefined) return <Empty text="没有这件诉求" />;
          return (
            <PhoneCard title={matter.title}>
              <p>
                {matter.number} · {matter.state}
              </p>
              <p>{matter.text}</p>
              <p className="city-muted">{momentText(matter.openedAt)}提出</p>
              {matter.answer !== null && <p>答复：{matter.answer}</p>}
              <p>
                <a href="/open/open-data/mine">到开放门户查看全部申请</a>
              </p>
            </PhoneCard>
          );
        }}
      </Shown>
    </PhonePage>
  );
}
