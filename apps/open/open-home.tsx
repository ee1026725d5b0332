/** The front of the city: four doors, and the plan it is built by. */
import type { ReactNode } from 'react';
import { Link } from 'react-router';
import { Icon } from '../../ui/icon.tsx';
import type { SessionPage } from '../../ui/session.ts';
import shape from '../shell/city-shape.svg';

const doors = [
  { href: '/desk/', icon: 'desk', title: '工作台', text: '各部门办理业务、管理台账、查看统计' },
  { href: '/citizen/', icon: 'mobile', title: '市民端', text: '随手报、查进度、评服务，另有长辈版' },
  { href: '/screen/', icon: 'screen', title: '城市一屏', text: '城市运行实时态势，数字可追到明细' },
  { href: '/api/docs', icon: 'api', title: '接口文档', text: '供各部门和企业对接的开放接口' },
] as const;

const structure = [
  { count: 1, title: '智治核心', text: '党建引领，一屏总览' },
  { count: 1, title: '支撑体系', text: '设施、数据、安全、枢纽' },
  { count: 4, title: '应用板块', text: '党建、经济、政府、社会' },
  { count: 7, title: '重点任务', text: '从数字底座到区域协同' },
] as const;

export function OpenHome(props: { readonly pages: readonly SessionPage[] }): ReactNode {
  return (
    <>
      <section className="open-hero">
        <img src={shape} alt="" aria-hidden />
        <div className="open-width">
          <h1>一座城市，一个平台</h1>
          <p>身份、办件、台账、地图、指标贯通全市，市民少跑路，部门一网办。</p>
          <p className="open-hero-acts">
            <a className="open-button is-bright" href="/citizen/">
              我是市民
            </a>
            <a className="open-button" href="/desk/">
              我是工作人员
            </a>
          </p>
        </div>
      </section>
      <div className="open-width">
        <ul className="open-doors">
          {doors.map((door) => (
            <li key={door.href}>
              <a href={door.href}>
                <span className="open-door-icon">
                  <Icon name={door.icon} />
                </span>
                <b>{door.title}</b>
                <span>{door.text}</span>
              </a>
            </li>
          ))}
        </ul>
        <section className="open-structure">
          <header>
            <h2>1147 总体架构</h2>
            <Link to="/plan">查看规划逐项落地情况 ›</Link>
          </header>
          <ol>
            {structure.map((one) => (
              <li key={one.title}>
                <b>{one.count}</b>
                <span>{one.title}</span>
                <small>{one.text}</small>
              </li>
            ))}
          </ol>
        </section>
        {props.pages.some((page) => page.menu) && (
          <section className="open-structure">
            <header>
              <h2>公开服务</h2>
            </header>
            <ul className="open-services">
              {props.pages
                .filter((page) => page.menu)
                .map((page) => (
                  <li key={page.path}>
                    <Link to={page.path}>
                      <Icon name={page.icon} /> {page.title}
                    </Link>
                  </li>
                ))}
            </ul>
          </section>
        )}
      </div>
    </>
  );
}
