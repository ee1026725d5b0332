/** 流程版本: the drawing of one published version, where its time goes, and the file to take away. */
import { Button, Segmented } from 'antd';
import { type ReactNode, useState } from 'react';
import { useParams } from 'react-router';
import { Failed, Loading } from '../../../../ui/empty.tsx';
import { PageFrame } from '../../../../ui/layout.tsx';
import { usePageTitle } from '../../../../ui/page-context.ts';
import { useCall } from '../../../../ui/use-call.ts';
import contract from '../../contract.ts';
import { versionTitle } from '../../process/version-title.ts';
import { downloadBpmn } from './bpmn-file.ts';
import './designer.css';
import type { Diagram, DiagramElement } from './diagram/diagram-types.ts';
import { DiagramView } from './diagram/diagram-view.tsx';
import { HeatPanel } from './run/heat-panel.tsx';
import { PropertiesPanel } from './panel/properties-panel.tsx';

export default function VersionPage(): ReactNode {
  const { type = '', version = '' } = useParams();
  const asked = useCall(contract.routes.processVersion, { type, version: Number(version) });
  const vocabulary = useCall(contract.routes.processVocabulary, { type });
  const [diagram, setDiagram] = useState<Diagram>();
  const [selected, setSelected] = useState<DiagramElement>();
  const [side, setSide] = useState<'properties' | 'heat'>('heat');
  usePageTitle(asked.data && `${asked.data.typeTitle}·流程版本`);
  if (asked.isPending || vocabulary.isPending) return <Loading rows={10} />;
  if (asked.isError) return <Failed error={asked.error} onRetry={() => void asked.refetch()} />;
  const { typeTitle, xml } = asked.data;
  const name = versionTitle(Number(version));
  return (
    <PageFrame
      title={`${typeTitle} · ${name}`}
      breadcrumb={[{ title: '流程' }, { title: '流程管理', to: '/flow/processes' }]}
      extra={
        <>
          <Segmented<'properties' | 'heat'>
            value={side}
            onChange={setSide}
            options={[
              { value: 'heat', label: '耗时热力' },
              { value: 'properties', label: '属性' },
            ]}
          />
          <Button onClick={() => downloadBpmn(xml, `${typeTitle}-${name}`)}>导出 BPMN</Button>
        </>
      }
    >
      <div className="designer-body">
        <DiagramView xml={xml} editable={false} onOpen={setDiagram} onSelect={setSelected} />
        {diagram && side === 'heat' && <HeatPanel diagram={diagram} type={type} version={Number(version)} />}
        {diagram && side === 'properties' && vocabulary.data && (
          <PropertiesPanel diagram={diagram} selected={selected} vocabulary={vocabulary.data} disabled />
        )}
      </div>
    </PageFrame>
  );
}
