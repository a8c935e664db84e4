-- Word: the house's tables and the cover, on top of word.lua.
local common, W = ...
local List = pandoc.List
local kit = W.kit
local styles = {house = 'HouseTable', plain = 'HousePlain', grid = 'HouseGrid', assessment = 'HouseAssessment', matrix = 'HouseMatrix'}
local texts = {house = 'Table Text', plain = 'Table Text', grid = 'Table Text', assessment = 'Assessment Text', matrix = 'Matrix Text'}
local heads = {house = 'Table Head', plain = 'Plain Head', grid = 'Table Head', assessment = 'Table Head', matrix = 'Table Head'}
local jc = {AlignCenter = 'center', AlignRight = 'right'}

local function style_id(name) return (name:gsub(' ', '')) end

-- A bar is an empty shaded paragraph that its indent ends: it prints as it is seen, and nothing needs a picture.
local CELL_MARGINS = 250 -- twips, both sides
local function bar_paragraph(bar, width)
  if bar.share <= 0 then return kit.empty('TableText') end
  local room = width - CELL_MARGINS
  local edges = ''
  for _, side in ipairs{'top', 'left', 'bottom', 'right'} do edges = edges .. kit.border(side, 4, kit.ink) end
  return kit.empty('TableText', '<w:pBdr>' .. edges .. '</w:pBdr><w:shd w:val="clear" w:color="auto" w:fill="'
    .. (bar.dark and kit.ink or 'D5DBE0') .. '"/><w:spacing w:line="170" w:lineRule="exact"/><w:ind w:right="'
    .. math.floor(room * (1 - math.max(bar.share, 0.008))) .. '"/>')
end

local function cell(c, width, style, ctx, extra, align)
  local out = List{kit.raw(kit.cell_open(width, extra))}
  local id = style_id(style)
  if c.bar then out:insert(bar_paragraph(c.bar, width))
  elseif #c.blocks == 0 then
    out:insert(kit.empty(id))
  else
    out:extend(kit.filled(common.walk(c.blocks, ctx:narrower(width * 25.4 / 1440 - 4.4, align or style), W), id))
  end
  out:insert(kit.raw('</w:tc>'))
  return out
end

local function merged_above(c, row_index, column, t)
  if c.merged then return '<w:vMerge/>' end
  local below = t.rows[row_index + 1]
  if below and below[column] and below[column].merged then return '<w:vMerge w:val="restart"/>' end
  return ''
end

function W.table(t, kind, ctx)
  local widths, total, left = {}, kit.twips(ctx.width), kit.twips(ctx.width)
  for i, width in ipairs(t.widths) do
    widths[i] = i == #t.widths and left or math.floor(total * width)
    left = left - widths[i]
  end
  local look = string.format('<w:tblLook w:val="%s" w:firstRow="%d" w:lastRow="0" w:firstColumn="0" w:lastColumn="0" w:noHBand="0" w:noVBand="1"/>',
    t.header and '0420' or '0400', t.header and 1 or 0)
  local out = List{kit.raw(kit.table_open(styles[kind], widths, look, t.alt))}
  if t.header then
    out:insert(kit.raw('<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>'))
    for i, c in ipairs(t.header) do
      local wide = c.colspan and '<w:gridSpan w:val="' .. c.colspan .. '"/>' or nil
      local width = widths[i]
      for more = 1, (c.colspan or 1) - 1 do width = width + widths[i + more] end
      out:extend(cell(c, width, heads[kind] .. ((kind == 'matrix' and i > 1) and ' Centre' or ''), ctx, wide))
    end
    out:insert(kit.raw('</w:tr>'))
  end
  local height = t.height and '<w:trHeight w:val="' .. kit.twips(t.height) .. '" w:hRule="atLeast"/>' or ''
  for r, row in ipairs(t.rows) do
    out:insert(kit.raw('<w:tr><w:trPr><w:cantSplit/>' .. height .. '</w:trPr>'))
    for i, c in ipairs(row) do
      local style = texts[kind]
      if (kind == 'matrix' and i > 1) or jc[t.aligns[i]] == 'center' then style = style .. ' Centre' end
      if jc[t.aligns[i]] == 'right' then style = style .. ' Right' end
      out:extend(cell(c, widths[i], style, ctx, merged_above(c, r, i, t)))
    end
    out:insert(kit.raw('</w:tr>'))
  end
  out:extend{kit.raw('</w:tbl>'), kit.gap}
  return out
end

-- The cover is one page of exact rows, so that it stands where the PDF's stands.
local function fixed(height, rule) return '<w:tr><w:trPr><w:cantSplit/><w:trHeight w:val="' .. kit.twips(height) .. '" w:hRule="' .. rule .. '"/></w:trPr>' end

function W.cover(job, words, ctx)
  local cover, width = job.cover, kit.twips(ctx.width)
  local out = List{}
  out:insert(kit.raw(kit.table_open('HouseLayout', {width}) .. fixed(32, 'exact') .. kit.cell_open(width, '<w:vAlign w:val="bottom"/>')))
  if job.logo then
    out:insert(kit.para('Cover Logo', {pandoc.Image({pandoc.Str(words.logo .. ' ' .. job.company)}, job.logo, '', {height = job.logo_height})}))
  else out:insert(kit.empty('CoverLogo')) end
  out:insert(kit.raw('</w:tc></w:tr>' .. fixed(137, 'exact') .. kit.cell_open(width)))
  out:extend{
    kit.para('Cover Company', common.plain_inlines(job.company)), kit.para('Title', common.plain_inlines(job.title)),
    kit.para('Cover Description', cover.inlines(cover.description)),
  }
  out:extend{kit.raw('</w:tc></w:tr></w:tbl>'), kit.gap}
  local control = List{}
  for _, row in ipairs(cover.control) do
    control:insert{label = common.plain_inlines(row[1]), value = cover.inlines(row[2]), attributes = {}}
  end
  out:extend(W.facts(control, 4, ctx))
  local half = math.floor(width / 2)
  out:insert(kit.raw(kit.table_open('HouseLayout', {half, width - half}) .. '<w:tr>' .. kit.cell_open(half)))
  out:extend{kit.para('Field Label', common.plain_inlines(words.approved)), kit.para('Fact', cover.inlines(cover.approved_by))}
  out:insert(kit.raw('</w:tc>' .. kit.cell_open(width - half)))
  if cover.copies then
    out:extend{kit.para('Field Label', common.plain_inlines(words.copies)), kit.para('Field Value', cover.inlines(cover.copies))}
  else out:insert(kit.empty('FieldLabel')) end
  out:insert(kit.raw('</w:tc></w:tr></w:tbl>'))
  out:insert(kit.empty('SignatureSpace'))
  local line = kit.twips(82)
  out:insert(kit.raw(kit.table_open('HouseLayout', {line}) .. '<w:tr>' .. kit.cell_open(line, '<w:tcBorders>' .. kit.border('top', 8, kit.ink) .. '</w:tcBorders>')))
  out:insert(kit.para('Signature Label', common.plain_inlines(words.signature)))
  out:insert(kit.raw('</w:tc></w:tr></w:tbl>'))
  return out
end

return W
