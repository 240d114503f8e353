program f
  print *, "text"
end program
