/** The sections of a case between its title and its actions. */
import type { ReactNode } from 'react';
import { Empty } from '../../../../ui/empty.tsx';
import { Section, TwoColumns } from '../../../../ui/layout.tsx';
import { type CaseFields, type FieldGroup, fileIds, findPhotoFields, findPointField } from './case-fields.ts';
import { CaseHead } from './case-head.tsx';
import { CasePosition, pointOf } from './case-position.tsx';
import { CaseReaders } from './case-readers.tsx';
import { CaseRelations } from './case-relations.tsx';
import { CaseRequests } from './case-requests.tsx';
import { CaseSigners } from './case-signers.tsx';
import { CaseTimeline } from './case-timeline.tsx';
import type { ExtraSection } from './extra-section.ts';
import { FieldGroups } from './field-groups.tsx';
import { PhotoCompare } from './photo-compare.tsx';
import { StageRail } from './stage-rail.tsx';
import type { CaseDetail } from './use-case.ts';

export interface CaseBodyProps {
  readonly detail: CaseDetail;
  readonly fields: CaseFields;
  readonly groups: readonly FieldGroup[];
  readonly sections: readonly ExtraSection[];
  readonly mayReveal: boolean;
  /** Stands in the head of the page already. */
  readonly titleField: string | undefined;
  readonly pathOf: (id: string) => string;
}

export function CaseBody(props: CaseBodyProps): ReactNode {
  const { detail, fields } = props;
  const { row } = detail;
  const photos = findPhotoFields(fields);
  const point = findPointField(fields);
  const at = row && point ? pointOf(row[point]) : undefined;
  const hidden = [photos.before, photos.after, at && point, props.titleField].filter(
    (name): name is string => name !== undefined,
  );
  const address = row && typeof row['address'] === 'string' ? row['address'] : undefined;
  return (
    <>
      <Section>
        <CaseHead detail={detail} />
        {detail.signers === undefined && <StageRail detail={detail} />}
      </Section>
      <TwoColumns
        main={
          <>
            <CaseSigners detail={detail} />
            <CaseRequests detail={detail} />
            {row ? (
              <FieldGroups
                type={detail.type}
                row={{ ...row, id: detail.id }}
                fields={fields}
                groups={props.groups}
                hidden={hidden}
                mayReveal={props.mayReveal}
              />
            ) : (
              <Section title="基本信息">
                <Empty text="您可以跟踪办理进度，案件内容仅限有权限的人员查看" />
              </Section>
            )}
            {row && (photos.before || photos.after) && (
              <PhotoCompare
                before={fileIds(row[photos.before ?? ''])}
                after={fileIds(row[photos.after ?? ''])}
              />
            )}
            <Extras detail={detail} sections={props.sections.filter((one) => one.place !== 'side')} />
          </>
        }
        side={
          <>
            {at && <CasePosition at={at} address={address} />}
            <CaseReaders detail={detail} />
            <CaseRelations detail={detail} pathOf={props.pathOf} />
            <Extras detail={detail} sections={props.sections.filter((one) => one.place === 'side')} />
            <CaseTimeline detail={detail} />
          </>
        }
      />
    </>
  );
}

function Extras(props: {
  readonly detail: CaseDetail;
  readonly sections: readonly ExtraSection[];
}): ReactNode {
  return props.sections.map((section) => {
    const content = section.render(props.detail);
    return content === null || content === undefined ? null : (
      <Section key={section.title} title={section.title}>
        {content}
      </Section>
    );
  });
}
