/** How many a bulk message reaches, by way and by county; numbers alone. */
import { Descriptions, Table } from 'antd';
import type { ReactNode } from 'react';
import type { OutputOf } from '../../../../kernel/contract.ts';
import type contract from '../contract.ts';
import { channelTitles } from '../data/words.ts';

type Reach = OutputOf<typeof contract.routes.reach>;

export function ReachView(props: { readonly reach: Reach }): ReactNode {
  const { reach } = props;
  return (
    <>
      <Descriptions
        size="small"
        styles={{ label: { color: 'var(--city-muted)' } }}
        column={{ xs: 1, sm: 2, lg: 4 }}
        items={[
          { key: 'people', label: '可达人数', children: <b>{reach.people}</b> },
          { key: 'refused', label: '已拒收', children: reach.refused },
          ...reach.channels.map(({ channel, people }) => ({
            key: channel,
            label: channelTitles[channel] ?? channel,
            children: people,
          })),
        ]}
      />
      {reach.areas.length > 0 && (
        <Table
          rowKey="area"
          size="small"
          pagination={false}
          columns={[
            { title: '区划', dataIndex: 'title' },
            { title: '人数', dataIndex: 'people', align: 'right' },
          ]}
          dataSource={[...reach.areas]}
          className="centre-areas"
        />
      )}
    </>
  );
}
