import { COLOURS } from '../../pictures/colour';
import { basket, fabricBox, hooks, tray } from '../../pictures/objects/home';
import { jar } from '../../pictures/objects/ware';
import type { SeedCategory } from './seed-product';
import { choices, grid } from './seed-product';

export const STORAGE: SeedCategory = {
  id: 'storage',
  name: '收纳',
  wall: '#d6cfc0',
  table: '#a67f58',
  products: [
    {
      id: 'rattan-basket',
      title: '藤编提篮',
      subtitle: '装毯子，装水果，装猫',
      story: ['整根藤条手编，不上漆。提手缠得紧，装满了也不吱呀。'],
      facts: { 材质: '天然藤', 内衬: '棉布，可拆', 产地: '广西 博白' },
      keywords: ['篮子', '收纳篮'],
      ...choices('尺寸', [
        ['小 直径24', 8_900, 24],
        ['中 直径30', 11_900, 19],
        ['大 直径38', 15_900, 4],
      ]),
      subject: { thing: basket, width: 290, scale: 1.15 },
      colours: [COLOURS.oak, COLOURS.sand],
      sizes: ['30 cm', '24 cm'],
    },
    {
      id: 'fabric-box',
      title: '棉麻收纳箱',
      subtitle: '折得平，撑得挺',
      story: ['四边有薄钢条，装满也不塌。不用的时候折起来，只有两指厚。'],
      facts: { 材质: '棉麻、钢条', 承重: '8 千克', 洗涤: '擦洗' },
      keywords: ['收纳盒', '衣物'],
      ...grid(
        [
          '颜色',
          [
            ['燕麦', COLOURS.oat],
            ['雾灰', COLOURS.mist],
            ['墨蓝', COLOURS.indigo],
          ],
        ],
        ['容量', ['22升', '40升', '66升']],
        [
          [
            [4_900, 60],
            [6_900, 44],
            [8_900, 30],
          ],
          [
            [4_900, 52],
            [6_900, 36],
            [8_900, 21],
          ],
          [null, [6_900, 18], [8_900, 11]],
        ],
      ),
      subject: { thing: fabricBox, width: 300, scale: 1.15 },
      colours: [COLOURS.mist, COLOURS.oat, COLOURS.indigo],
      sizes: ['40 cm', '28 cm'],
    },
    {
      id: 'walnut-tray',
      title: '胡桃木圆托盘',
      subtitle: '一整块木头掏出来的',
      story: ['边沿有一圈浅浅的唇，端茶不洒。木纹各不相同，到手的那一块只有你有。'],
      facts: { 材质: '黑胡桃', 涂装: '木蜡油', 产地: '山东 曹县' },
      ...choices('直径', [
        ['24厘米', 12_800, 22],
        ['32厘米', 18_800, 13],
      ]),
      subject: { thing: tray, width: 390, scale: 1.15, low: true },
      colours: [COLOURS.walnut, COLOURS.oak],
      sizes: ['32 cm', '2.2 cm'],
    },
    {
      id: 'brass-hook',
      title: '黄铜挂钩',
      subtitle: '门后、玄关、衣柜里',
      story: ['铸的，不是冲压的，挂一件湿大衣也不弯。附两颗铜螺丝。'],
      facts: { 材质: '黄铜', 承重: '6 千克', 安装: '螺丝' },
      ...choices('数量', [
        ['一只', 4_200, 88],
        ['三只', 11_800, 40],
      ]),
      subject: { thing: hooks, width: 260, scale: 1.3, hangs: true },
      colours: [COLOURS.brass],
      sizes: ['5 cm', '9 cm'],
    },
    {
      id: 'glass-jar',
      title: '软木密封罐',
      subtitle: '看得见还剩多少',
      story: ['罐口宽，手伸得进去，好洗。软木塞里有硅胶圈，茶叶和米都不受潮。'],
      facts: { 材质: '高硼硅玻璃、软木', 适用: '干货、茶叶、米' },
      keywords: ['玻璃罐', '储物罐'],
      ...choices('容量', [
        ['500毫升', 3_600, 95],
        ['900毫升', 4_600, 78],
        ['1.4升', 5_900, 46],
      ]),
      subject: { thing: jar(COLOURS.oat), width: 190, scale: 1.45 },
      colours: [COLOURS.oak, COLOURS.walnut],
      sizes: ['10 cm', '14 cm'],
    },
  ],
};
