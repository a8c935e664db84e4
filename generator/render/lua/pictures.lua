-- Pictures in the text: as large as they were asked for, never wider than their column or higher than a page.
local M = ...
local TALLEST = 200 -- millimetres
local LIST = 12     -- what a list's indent takes at most

-- The size in millimetres, in a column of `room`; without a width it is the column's, without a height the file's shape decides.
local function size(el, room, shape)
  local width, height = M.millimetres(el.attributes.width, nil), M.millimetres(el.attributes.height, nil)
  if not width then width = height and height / shape or room end
  height = height or width * shape
  local scale = math.min(1, room / width, TALLEST / height)
  return string.format('%.1fmm', width * scale), string.format('%.1fmm', height * scale)
end

-- All pictures of a block in the writer's own form; those of lists have less room.
function M.pictured(block, room, job, W)
  if not job.media or next(job.media) == nil then return block end
  if block.t == 'BulletList' or block.t == 'OrderedList' then room = room - LIST end
  return block:walk{Image = function(el)
    local shape = job.media[el.src]
    if not shape then return nil end -- the logo, or done already
    local width, height = size(el, room, shape)
    return W.image(el, width, height, job)
  end}
end

-- Before anything is written: every picture is one that came with the document.
function M.check_pictures(doc, job)
  doc:walk{Image = function(el)
    if not (job.media and job.media[el.src]) then error('the picture ' .. el.src .. ' did not come with this document', 0) end
  end}
end

return M
