import { COLOURS } from '../../pictures/colour';
import { letters, notebook, pen, ruler, tapes } from '../../pictures/objects/desk';
import type { SeedCategory } from './seed-product';
import { choices, grid } from './seed-product';

export const STATIONERY: SeedCategory = {
  id: 'stationery',
  name: '文具',
  wall: '#c9c4d0',
  table: '#b89777',
  products: [
    {
      id: 'cloth-notebook',
      title: '布面笔记本',
      subtitle: '摊得平，钢笔不洇',
      story: ['线装，翻到哪一页都能摊平。纸是 100 克的米黄道林，钢笔写不透。'],
      facts: { 开本: 'A5', 页数: '192 页', 纸张: '100 g 米黄道林' },
      keywords: ['本子', '手账', '日记'],
      ...grid(
        [
          '颜色',
          [
            ['墨蓝', COLOURS.indigo],
            ['赤陶', COLOURS.rust],
            ['苔绿', COLOURS.moss],
          ],
        ],
        ['内页', ['空白', '横线', '方格']],
        [
          [
            [4_800, 60],
            [4_800, 80],
            [4_800, 66],
          ],
          [[4_800, 31], [4_800, 40], null],
          [
            [4_800, 28],
            [4_800, 3],
            [4_800, 37],
          ],
        ],
      ),
      subject: { thing: notebook, width: 240, scale: 1.12 },
      colours: [COLOURS.indigo, COLOURS.rust, COLOURS.moss],
      sizes: ['14.8 cm', '21 cm'],
    },
    {
      id: 'pocket-pen',
      title: '口袋钢笔',
      subtitle: '合上十厘米，打开正好握',
      story: ['铝杆阳极氧化，轻，衬衫口袋里几乎没有分量。笔尖调过，落笔就出水。'],
      facts: { 材质: '铝合金、黄铜', 笔尖: '不锈钢', 墨水: '配两支墨囊' },
      keywords: ['钢笔', '礼物'],
      ...grid(
        [
          '颜色',
          [
            ['午夜', COLOURS.night],
            ['苔绿', COLOURS.moss],
            ['梅子', COLOURS.plum],
          ],
        ],
        ['笔尖', ['EF 极细', 'F 细']],
        [
          [
            [16_800, 21],
            [16_800, 33],
          ],
          [
            [16_800, 12],
            [16_800, 18],
          ],
          [null, [16_800, 5]],
        ],
      ),
      limitPerOrder: 5,
      subject: { thing: pen, width: 280, scale: 1.2 },
      colours: [COLOURS.night, COLOURS.moss, COLOURS.plum],
      sizes: ['10 cm', '1.3 cm'],
    },
    {
      id: 'brass-ruler',
      title: '黄铜直尺',
      subtitle: '会随着手温变色',
      story: ['一整块黄铜切出来，刻度是蚀刻的，磨不掉。放几个月，边上会有一层温润的旧色。'],
      facts: { 材质: '黄铜', 长度: '15 厘米', 重量: '62 克' },
      ...choices('长度', [
        ['15厘米', 5_800, 47],
        ['20厘米', 7_200, 35],
      ]),
      subject: { thing: ruler, width: 300, scale: 1.15 },
      colours: [COLOURS.brass],
      sizes: ['15 cm', '2.5 cm'],
    },
    {
      id: 'washi-tape',
      title: '和纸胶带四色',
      subtitle: '撕得开，贴得住，揭得下',
      story: ['素色，不抢字。可以在上面写字，揭下来不伤纸。'],
      facts: { 宽度: '15 毫米', 长度: '每卷 7 米', 材质: '和纸' },
      keywords: ['手账', '胶带'],
      ...choices('配色', [
        ['大地', 2_800, 140, COLOURS.clay],
        ['花园', 2_800, 96, COLOURS.blush],
      ]),
      subject: { thing: tapes, width: 250, scale: 1.35 },
      colours: [COLOURS.clay, COLOURS.blush],
      sizes: ['5.4 cm', '1.5 cm'],
    },
    {
      id: 'letter-set',
      title: '信笺与信封',
      subtitle: '给远方的人写一页',
      story: ['信纸薄而挺，折三折放进信封。火漆贴已经备好，不必生火。'],
      facts: { 内含: '信纸 20 张、信封 10 枚、火漆贴 10 枚', 纸张: '棉浆纸' },
      keywords: ['信纸', '礼物'],
      ...choices('颜色', [
        ['樱粉', 3_600, 52, COLOURS.blush],
        ['燕麦', 3_600, 61, COLOURS.oat],
        ['雾灰', 3_600, 44, COLOURS.mist],
      ]),
      subject: { thing: letters, width: 290, scale: 1.2 },
      colours: [COLOURS.blush, COLOURS.oat, COLOURS.mist],
      sizes: ['16 cm', '11 cm'],
    },
  ],
};
