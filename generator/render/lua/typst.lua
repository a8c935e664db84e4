-- Typst: calls of templates/theme/theme.typ around what pandoc writes. Strings in calls go through `quote`.
local common = ...
local List = pandoc.List
local W = {}

local function quote(text)
  return '"' .. text:gsub('[\\"]', '\\%0'):gsub('[\r\n\t]', ' ') .. '"'
end
W.quote = quote
local function raw(text) return pandoc.RawBlock('typst', text) end
local function rawi(text) return pandoc.RawInline('typst', text) end

-- Text that opens a content block must not be read as a list, a heading or a term.
local function guarded(inlines)
  local first = inlines[1]
  if first and first.t == 'Str' and first.text:match('^[-+=/%d]') then return List{rawi('#[];')} .. inlines end
  return inlines
end

local function call(head, inlines, tail)
  return List{rawi(head .. '[')} .. guarded(inlines) .. List{rawi(tail or '];')}
end

local function around(open, blocks, close)
  local out = List{raw(open)}
  out:extend(blocks)
  out:insert(raw(close))
  return out
end

-- Inlines
local function bound(inlines)
  return List(inlines):map(function(el) return el.t == 'Space' and pandoc.Str('\u{a0}') or el end)
end
function W.is_risk(el) return el.t == 'RawInline' and el.text:match('^#risk') ~= nil end
function W.risk(level, inlines) return call('#risk(' .. quote(level) .. ')', bound(inlines)) end
local inline_calls = {
  confirm = '#accented', missing = '#missing', chip = '#chip', muted = '#muted', code = '#strong', nobreak = '#box',
}
function W.inline(class, inlines) return call(inline_calls[class], inlines) end
function W.field(attributes, inlines)
  local kind = attributes.type or 'text'
  local width = common.millimetres(attributes.width, kind == 'signature' and 60 or 40)
  local head = '#blank(kind: ' .. quote(kind) .. ', width: ' .. width .. 'mm'
  if #inlines == 0 then return List{rawi(head .. ');')} end
  return call(head .. ', value: ', inlines, ']);')
end

-- Typst makes a minus of "-" before a digit, dashes and dots of "--" and "...", and a field of ".x" behind a link: our
-- characters stay as they are.
function W.literal(str)
  local text = str.text
  if not (text:match('%-[%-%d?]') or text:match('%.%.%.') or text:match('^%.%a')) then return nil end
  local out, rest = List{}, text
  while rest ~= '' do
    local plain, mark = rest:match('^([^%-.]*)([%-.]?)')
    if plain ~= '' then out:insert(pandoc.Str(plain)) end
    if mark ~= '' then out:insert(rawi('\\' .. mark)) end
    rest = rest:sub(#plain + #mark + 1)
  end
  return out
end

function W.image(el, width, height)
  local alt = pandoc.utils.stringify(el.caption)
  return rawi('#box(image(' .. quote(el.src) .. ', width: ' .. width .. ', height: ' .. height .. ', alt: ' .. quote(alt) .. '));')
end

-- Blocks
function W.paragraph(block) return List{block} end
function W.list(list) return List{list} end
function W.heading(header)
  local number = header.attributes.number
  local content = header.content
  if number then content = List{rawi('#numbered(' .. quote(number) .. ');')} .. content end
  return List{pandoc.Header(header.level, content, pandoc.Attr(header.identifier))}
end
-- The label goes to the heading that opens the blocks, or right below it: never before a page break.
function W.anchored(id, blocks)
  local first = blocks[1]
  if first and first.t == 'Header' and first.identifier == '' then
    first.identifier = id
    return blocks
  end
  local out, mark = List{}, raw('#[#metadata(none) #label(' .. quote(id) .. ')]')
  if not first or first.t ~= 'Header' then out:insert(mark) end
  for i, block in ipairs(blocks) do
    out:insert(block)
    if i == 1 and block.t == 'Header' then out:insert(mark) end
  end
  return out
end
function W.labelled(blocks, kind, word, join)
  if kind == 'law' then return join(blocks, List{rawi('#law-label(' .. quote(word) .. ');')}) end
  return join(blocks, List{pandoc.Strong(pandoc.Str(word)), rawi('#label-gap;')})
end
function W.callout(stop, blocks, ctx, walk)
  return around('#callout(stop: ' .. tostring(stop) .. ')[', walk(blocks, ctx, W), ']')
end
function W.block(class, blocks, ctx, walk)
  if class == 'whole' then class = 'keep' end -- the table's rows too, which Typst does by itself
  return around('#' .. class .. '[', walk(blocks, ctx, W, class == 'keep'), ']')
end
function W.pagebreak() return List{raw('#pagebreak(weak: true)')} end
function W.contents(ctx) return List{raw('#contents(' .. quote(ctx.words.contents) .. ')')} end

function W.card(card)
  local line = call('#card(', card.title, '], ') .. call('', card.sub, ']')
  if card.note then line = line .. call(', note: ', card.note, ']') end
  line:insert(rawi(', quiet: ' .. tostring(card.quiet)))
  if card.anchor then line:insert(rawi(', anchor: ' .. quote(card.anchor))) end
  line:insert(rawi(')'))
  return List{pandoc.Plain(line)}
end

function W.chips(items)
  local line = List{rawi('#chips(')}
  for _, item in ipairs(items) do
    line = line .. call('', pandoc.utils.blocks_to_inlines(item), '], ')
  end
  line:insert(rawi(')'))
  return List{pandoc.Plain(line)}
end

function W.column_width(ctx, fraction) return ctx.width * fraction end
function W.columns(parts, widths)
  local fractions = List(widths):map(function(w) return string.format('%.4ffr', w) end)
  local out = List{raw('#side-by-side((' .. table.concat(fractions, ', ') .. ',),')}
  for _, part in ipairs(parts) do out:extend(around('[', part, '],')) end
  out:insert(raw(')'))
  return out
end

function W.checklist(items, ctx, walk)
  local content = List{}
  for _, item in ipairs(items) do content:insert(walk(item, ctx, W)) end
  return around('#checklist[', List{pandoc.BulletList(content)}, ']')
end

-- A box to tick stands before its label, without a line.
local function is_checkbox(pair)
  local one = #pair.value == 1 and pair.value[1]
  return pair.attributes.type == 'checkbox' or one and one.t == 'RawInline' and one.text:match('^#blank%(kind: "checkbox"') ~= nil
end

function W.field_grid(pairs_list, columns)
  local line = List{rawi('#field-grid(columns: ' .. columns .. ', ')}
  local used = 0
  for _, pair in ipairs(pairs_list) do
    local span = pair.wide and columns or math.min(columns, tonumber(pair.attributes.span or 1))
    if used + span > columns then  -- Typst does not wrap a wide cell into the next row by itself
      line:insert(rawi(string.rep('[], ', columns - used)))
      used = 0
    end
    used = (used + span) % columns
    local box = is_checkbox(pair)
    local label = box and List{rawi('#tick;#h(2mm);')} .. pair.label or pair.label
    line = line .. call('grid.cell(colspan: ' .. span .. ', field(', label, ']')
    if #pair.value > 0 and not box then line = line .. call(', value: ', pair.value, ']') end
    line:insert(rawi(', lines: ' .. (box and 0 or tonumber(pair.attributes.lines or 1)) .. ')), '))
  end
  line:insert(rawi(')'))
  return List{pandoc.Plain(line)}
end

function W.facts(pairs_list, columns)
  local line = List{rawi('#quiet-row(columns: ' .. columns .. ', (')}
  for _, pair in ipairs(pairs_list) do
    line = line .. call('(', pair.label, '], ') .. call('', pair.value, ']), ')
  end
  line:insert(rawi('))'))
  return List{pandoc.Plain(line)}
end

function W.signatures(items, columns)
  local line = List{rawi('#signatures(columns: ' .. columns .. ', ')}
  for _, item in ipairs(items) do line = line .. call('', pandoc.utils.blocks_to_inlines(item), '], ') end
  line:insert(rawi(')'))
  return List{pandoc.Plain(line)}
end

local aligns = {AlignLeft = 'left', AlignRight = 'right', AlignCenter = 'center'}

local function cell(name, content, ctx, extra, align)
  local arguments = List(extra)
  if aligns[align] then arguments:insert('align: ' .. aligns[align] .. ' + top') end
  local head = name .. '.cell(' .. table.concat(arguments, ', ') .. ')['
  return around(head, common.walk(content, ctx, W), '],')
end

-- A head that reads like a sentence is set in capitals where it is repeated on a further page: so it is plainly the page's
-- furniture, which the tags say it is.
local tables = 0
function W.reset() tables = 0 end
local function sentence_like(header)
  local words, lower = 0, 0
  for _, c in ipairs(header) do
    for word in pandoc.utils.stringify(c.blocks):gmatch('%S+') do
      words = words + 1
      if word:match('^%l') then lower = lower + 1 end
    end
  end
  return words >= 7 and lower >= 3
end
local function marked(t)
  tables = tables + 1
  local name = quote('rows-' .. tables)
  for _, c in ipairs(t.header) do c.blocks = around('#head(' .. name .. ')[', c.blocks, ']') end
  local first = t.rows[1] and t.rows[1][1]
  if first then first.blocks = List{raw('#[#metadata(none) #label(' .. name .. ')]')} .. first.blocks end
end

function W.table(t, kind, ctx)
  if t.header and t.rows[1] and sentence_like(t.header) then marked(t) end
  local fractions = List(t.widths):map(function(w) return string.format('%.4ffr', w) end)
  local out = List{raw('#house-table(kind: ' .. quote(kind) .. ', columns: (' .. table.concat(fractions, ', ') .. ',),'
    .. (t.alt and ' alt: ' .. quote(t.alt) .. ',' or '') .. (t.height and ' row-height: ' .. t.height .. 'mm,' or ''))}
  if t.header then
    out:insert(raw('header: table.header('))
    for i, c in ipairs(t.header) do
      out:extend(cell('table', c.blocks, ctx, c.colspan and {'colspan: ' .. c.colspan} or {}, not c.colspan and t.aligns[i]))
    end
    out:insert(raw('),'))
  end
  for _, row in ipairs(t.rows) do
    for i, c in ipairs(row) do
      if not c.merged then
        local extra = {}
        if c.rowspan > 1 then extra = {'rowspan: ' .. c.rowspan, 'breakable: ' .. tostring(c.rowspan > 6)} end
        if c.bar then c.blocks = List{raw(string.format('#bar(%.4f, dark: %s)', c.bar.share, tostring(c.bar.dark)))} end
        if #pandoc.utils.stringify(c.blocks) > 2500 then extra = {'breakable: true'} end
        out:extend(cell(t.header and 'table' or 'grid', c.blocks, ctx, extra, t.aligns[i]))
      end
    end
  end
  out:insert(raw(')'))
  return out
end

-- Cover: text only; the page is the theme's.
function W.cover(job, words)
  local cover = job.cover
  local control = List{rawi('(')}
  for _, row in ipairs(cover.control) do
    control = control .. call('(', common.plain_inlines(row[1]), '], ') .. call('', cover.inlines(row[2]), ']), ')
  end
  control:insert(rawi(')'))
  local line = List{rawi('#cover-page(company: ' .. quote(job.company) .. ', title: ' .. quote(job.title)
    .. (job.logo and ', logo: ' .. quote(job.logo_name) or '') .. ', description: ')}
    .. call('', cover.inlines(cover.description), '], control: ') .. control
    .. call(', approved: ', cover.inlines(cover.approved_by), ']')
  if cover.copies then line = line .. call(', copies: ', cover.inlines(cover.copies), ']') end
  line:insert(rawi(', words: (approved: ' .. quote(words.approved) .. ', copies: ' .. quote(words.copies)
    .. ', signature: ' .. quote(words.signature) .. ', logo: ' .. quote(words.logo .. ' ' .. job.company) .. '))'))
  return List{pandoc.Plain(line)}
end

return W
