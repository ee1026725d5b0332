/** 接口市场: what systems offer to applications, as cards; found by words, pinyin, level and state. */
import { Input, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { Link } from 'react-router';
import { Empty, Shown } from '../../../../ui/empty.tsx';
import { matchesText, usePinyin } from '../../../../ui/form/match-pinyin.ts';
import { Icon } from '../../../../ui/icon.tsx';
import { PageFrame, Tiles } from '../../../../ui/layout.tsx';
import { StatusTag } from '../../../../ui/status-tag.tsx';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../contract.ts';
import type { Offer } from '../routes/market-routes.ts';
import { levels, statuses } from '../data/words.ts';
import './market.css';

const views = ['在架', '未上架', '全部'] as const;

function isOnOffer(offer: Offer): boolean {
  return offer.versions.some(({ status }) => status === 'published' || status === 'deprecated');
}

export default function MarketPage(): ReactNode {
  const asked = useCall(contract.routes.offers, {});
  const [text, setText] = useState('');
  const [view, setView] = useState<(typeof views)[number]>('在架');
  const prepare = usePinyin();
  const meant = (offer: Offer) =>
    (view === '全部' || isOnOffer(offer) === (view === '在架')) &&
    [offer.title, offer.code, offer.summary, offer.ownerName].some((words) => matchesText(text, words));
  return (
    <PageFrame
      title="接口市场"
      summary="各系统可供应用调用的业务功能：说明取自接口自己的声明，先在沙箱试，再申请正式调用。成批数据请到数据共享。"
    >
      <div className="market-tools">
        <Input
          allowClear
          aria-label="查找接口"
          placeholder="名称、编号、提供单位或拼音"
          prefix={<Icon name="search" />}
          value={text}
          onFocus={prepare}
          onChange={(event) => setText(event.target.value)}
        />
        <Segmented aria-label="状态" options={[...views]} value={view} onChange={setView} />
      </div>
      <Shown of={asked} rows={8}>
        {({ offers }) => {
          const found = offers.filter(meant);
          if (found.length === 0)
            return <Empty text="没有符合的接口" hint="换个说法，或看看“未上架”的接口" />;
          return (
            <Tiles minimum={300}>
              {found.map((offer) => (
                <Card key={offer.code} offer={offer} />
              ))}
            </Tiles>
          );
        }}
      </Shown>
    </PageFrame>
  );
}

function Card(props: { readonly offer: Offer }): ReactNode {
  const { offer } = props;
  const level = levels[offer.level];
  const shown = offer.versions.filter(({ status }) => status !== 'withdrawn');
  return (
    <Link className="market-card" to={`/business-platform/interfaces/${offer.code}`}>
      <div className="market-head">
        <h2>{offer.title}</h2>
        <StatusTag tone={level.tone}>{level.title}</StatusTag>
      </div>
      <code>{offer.code}</code>
      <p>{offer.summary}</p>
      <div className="market-card-foot">
        {shown.map(({ version, status }) => (
          <StatusTag key={version} tone={statuses[status].tone}>
            {version} {statuses[status].title}
          </StatusTag>
        ))}
      </div>
      <div className="market-card-foot">
        <span>{offer.ownerName}</span>
        <span>{offer.applications} 个应用在用</span>
      </div>
    </Link>
  );
}
